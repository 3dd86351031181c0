location = "https://casino.example/";
window.location.href='https://casino.example/?a=1';
if (top != self) {} top.location = 'https://casino.example/'
document.location.replace("https://casino.example/")
self["location"]["assign"]("https://casino.example/")
window.open('https://casino.example/', '_self');
if (/baidu|sogou|so\.com/i.test(document.referrer)) { location.href = "https://casino.example/"; }
document.referrer.indexOf("baidu") > 0 && (location.href = "https://casino.example/")
function go() { window.location.href = "https://casino.example/"; } go();
function go(to) { var where = to; location.replace(where); } go("https://casino.example/");
setTimeout(function () { location.href = "https://casino.example/"; }, 1000);
setTimeout("location.href='https://casino.example/'", 1000);
window.onload = function () { location.href = "https://casino.example/"; };
var host = "casino.example", way = "https://" + host + "/"; location.href = way;
location.href = "\x68ttps://\u0063asino.example/";
location.href = atob("aHR0cHM6Ly9jYXNpbm8uZXhhbXBsZS8=");
eval(atob("bG9jYXRpb24uaHJlZj0iaHR0cHM6Ly9jYXNpbm8uZXhhbXBsZS8iOw=="));
document.write('<meta http-equiv="refresh" content="0;url=https://casino.example/">');
document.write("<scr" + "ipt>location.href='https://casino.example/'</scr" + "ipt>");
location.href = "https://casino.example/?from=" + encodeURIComponent(location.href);
location.href = `https://casino.example/${location.pathname}`;
$(function () { $(location).attr("href", "https://casino.example/"); });
location.href = isPhone() ? "https://casino.example/m" : "/";
location.href = start() + "//casino.example/";
location.href = "https://www.gov.cn/";
location.reload(); location.hash = "#top"; history.back();
location.href = "/m/index.html";
if (/Android|iPhone/.test(navigator.userAgent)) { location.href = "http://m.lawful.test/"; }
if (/Android|iPhone/.test(navigator.userAgent)) location.replace("http://wap.lawful.test/" + location.pathname);
if (location.protocol == "http:") location.href = "https://lawful.test" + location.pathname;
if (location.protocol === "http:") { location.href = "https:" + location.href.substring(5); }
location.href = location.href.replace("http://", "https://");
location.href = "https://" + location.host + "/index.html";
function pay() { location.href = "https://bank.example/"; } document.getElementById("pay").onclick = function () { window.open("https://bank.example/"); };
$("#pay").click(function () { window.location.href = "https://bank.example/"; }); $("#pay").on("click", function () { location = "https://bank.example/"; });
var location = "https://bank.example/", way = { location: "https://bank.example/" }; if (location.href == "https://bank.example/") { request.open("GET", "https://bank.example/"); }
var help = "location.href = 'https://bank.example/'"; // location.href = "https://bank.example/"
