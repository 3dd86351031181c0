# SPDX-License-Identifier: Apache-2.0
#
# Puts FILE into the program: OUTPUT is its bytes as C (corpus_prose.h).
file(READ "${FILE}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE "${OUTPUT}" "#include \"cli/corpus_prose.h\"\n\nstatic const uint8_t file[] = { ${bytes} };\n"
    "const struct bytes prose_built_in = { file, sizeof file };\n")
