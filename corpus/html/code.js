var a = "<div>字</div>";
var b = "\u8d4c\u535a"; // 注释
document.write(unescape("%3Ca%20href%3D"));
