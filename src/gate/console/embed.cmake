# SPDX-License-Identifier: Apache-2.0
#
# cmake -DFOLDER=… -DFILES=a,b -DOUTPUT=… -P embed.cmake
#
# Writes the files as the C array that gate/console.h declares.
set(media_html "text/html; charset=utf-8")
set(media_css "text/css; charset=utf-8")
set(media_js "text/javascript; charset=utf-8")
set(media_svg "image/svg+xml")
string(REPLACE "," ";" files "${FILES}")
set(arrays "")
set(rows "")
set(number 0)
foreach(file ${files})
    file(READ "${FOLDER}/${file}" hex HEX)
    file(SHA256 "${FOLDER}/${file}" digest)
    string(SUBSTRING "${digest}" 0 32 digest)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(REGEX REPLACE "^.*\\." "" extension "${file}")
    if(NOT DEFINED media_${extension})
        message(FATAL_ERROR "${file}: embed.cmake does not know the media type of .${extension}")
    endif()
    string(APPEND arrays "static const unsigned char file_${number}[] = { ${bytes} };\n")
    string(APPEND rows
        "    { \"${file}\", \"${media_${extension}}\", \"\\\"${digest}\\\"\", file_${number}, sizeof file_${number} },\n")
    math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "#include \"gate/console.h\"\n\n${arrays}\n"
    "const struct console_asset console_assets[] = {\n${rows}    { NULL, NULL, NULL, NULL, 0 },\n};\n")
