var a = "<div>字</div>";
