# SPDX-License-Identifier: Apache-2.0
#
# The documents that are installed, laid out so that each link between them leads somewhere
# (tests/cli/dangling_links.py): what is in docs/ is in their folder, README.md beside it.
set(documents ${CMAKE_INSTALL_DATADIR}/doc/guanka)
file(READ ${PROJECT_SOURCE_DIR}/README.md text)
string(REPLACE "docs/" "" text "${text}")
# The rules are installed with their page.
string(REPLACE "](patterns/" "](../../guanka/patterns/" text "${text}")
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/documents/README.md CONTENT "${text}")
install(FILES ${PROJECT_BINARY_DIR}/documents/README.md DESTINATION ${documents} COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/bench/README.md DESTINATION ${documents}/bench COMPONENT program)
# The package has the units and configurations as it installs them.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${documents} COMPONENT program
        PATTERN man EXCLUDE PATTERN examples EXCLUDE)
if(NOT GUANKA_PACKAGE)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/examples DESTINATION ${documents} COMPONENT program)
endif()
