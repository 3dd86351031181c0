function toggle(id) { var e = document.getElementById(id); e.style.display = e.style.display ? "" : "none"; }
