# SPDX-License-Identifier: Apache-2.0
#
# What the Debian packages hold beside what every installation has: units, configuration, compressed pages, and the
# scripts that dpkg runs (package/). Preset "package", then cpack; scripts/package does both.
if(NOT GUANKA_PACKAGE)
    return()
endif()
set(package ${CMAKE_CURRENT_LIST_DIR}/package)
set(staged ${PROJECT_BINARY_DIR}/package)
set(names guanka libguanka1 libguanka-dev libc-icap-mod-guanka)
set(components program library development icap)

# ---- The units are the examples of docs/, with the package's program, folders and user.
file(GLOB units CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/examples/guanka-*.service
     ${PROJECT_SOURCE_DIR}/docs/examples/guanka-*.socket ${PROJECT_SOURCE_DIR}/docs/examples/guanka-*.timer)
foreach(unit ${units})
    get_filename_component(name ${unit} NAME)
    file(READ ${unit} text)
    string(REGEX REPLACE "^# /etc/[^\n]*\n" "" text "${text}")
    string(REPLACE "/usr/local/bin/" "${CMAKE_INSTALL_FULL_BINDIR}/" text "${text}")
    # The gate shows what the sweeps record: one user and one folder for both.
    string(REPLACE "DynamicUser=yes" "User=guanka" text "${text}")
    string(REGEX REPLACE "(Directory=|/var/lib/|/var/cache/)guanka-sweep" "\\1guanka" text "${text}")
    file(GENERATE OUTPUT ${staged}/${name} CONTENT "${text}")
    install(FILES ${staged}/${name} DESTINATION /lib/systemd/system COMPONENT program)
    install(FILES ${staged}/${name} DESTINATION ${documents}/examples COMPONENT program)
endforeach()

# ---- The gate listens where systemd does; of sites nobody but the operator knows.
file(READ ${PROJECT_SOURCE_DIR}/docs/examples/gate.yaml text)
string(REGEX REPLACE "listen: \\[[^]]*\\] *#[^\n]*" "listen: [systemd]                  # 地址写在 guanka-gate.socket 里" text "${text}")
string(REPLACE "# log: " "log: " text "${text}")
# Whoever looks, from whatever folder, looks at the database that the units use.
string(REPLACE "store: guanka-gate.db" "store: /var/lib/guanka/guanka-gate.db" text "${text}")
string(REPLACE "# sites: sites.yaml" "# sites: /etc/guanka/sites.yaml" text "${text}")
file(GENERATE OUTPUT ${staged}/gate.yaml CONTENT "${text}")
install(FILES ${staged}/gate.yaml DESTINATION /etc/guanka COMPONENT program)
install(FILES ${staged}/gate.yaml DESTINATION ${documents}/examples COMPONENT program)
file(READ ${PROJECT_SOURCE_DIR}/docs/examples/sites.yaml text)
string(REPLACE "# log: " "log: " text "${text}")
string(REPLACE "store: guanka-sweep.db" "store: /var/lib/guanka/guanka-sweep.db" text "${text}")
file(GENERATE OUTPUT ${staged}/sites.yaml CONTENT "${text}")
install(FILES ${staged}/sites.yaml ${PROJECT_SOURCE_DIR}/docs/examples/prometheus-alerts.yaml
        DESTINATION ${documents}/examples COMPONENT program)
install(FILES ${package}/logrotate DESTINATION /etc/logrotate.d RENAME guanka COMPONENT program)

# ---- As Debian wants them: compressed, without a time inside.
function(install_compressed file name destination component)
    add_custom_command(OUTPUT ${staged}/${name}.gz
        COMMAND gzip --best --no-name --stdout ${file} > ${staged}/${name}.gz
        DEPENDS ${file} VERBATIM)
    string(MAKE_C_IDENTIFIER "package_${destination}_${name}" target)
    add_custom_target(${target} ALL DEPENDS ${staged}/${name}.gz)
    install(FILES ${staged}/${name}.gz DESTINATION ${destination} COMPONENT ${component})
endfunction()
install_compressed(${PROJECT_SOURCE_DIR}/docs/man/guanka.1 guanka.1 ${CMAKE_INSTALL_MANDIR}/man1 program)
file(MAKE_DIRECTORY ${staged}/zh_CN)
install_compressed(${PROJECT_SOURCE_DIR}/docs/man/guanka.zh_CN.1 zh_CN/guanka.1 ${CMAKE_INSTALL_MANDIR}/zh_CN/man1 program)
foreach(name component IN ZIP_LISTS names components)
    file(MAKE_DIRECTORY ${staged}/${component})
    file(COPY_FILE ${package}/changelog ${staged}/${component}/changelog.Debian ONLY_IF_DIFFERENT)
    install_compressed(${staged}/${component}/changelog.Debian ${component}/changelog.Debian
                       ${CMAKE_INSTALL_DATADIR}/doc/${name} ${component})
    install(FILES ${package}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name} COMPONENT ${component})
endforeach()
install(FILES ${package}/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME guanka
        COMPONENT program)

# ---- Four packages.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL ${components})
if(NOT TARGET guanka_icap)
    list(REMOVE_ITEM CPACK_COMPONENTS_ALL icap)
endif()
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "guanka maintainers <maintainers@users.noreply.r-seed-62a73d33.example>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_PROJECT_CONFIG_FILE ${package}/cpack.cmake)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(name component IN ZIP_LISTS names components)
    string(TOUPPER ${component} upper)
    set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name})
endforeach()
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "content compliance scanner for government websites")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
"Looks through pages, attachments, archives and drafts for what must not be
published: marks of state secrets, internal papers, personal data, economic
data before its release, injected gambling and pornography, and more.
.
One program: a command line for archives, a review gate for the content
management system, and inspections of whole sites with records that prove them.")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
"This is the shared library, with which programs scan text and documents by
the rules that the package guanka has.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "These are the header and the linker's files of libguanka.")
set(CPACK_COMPONENT_ICAP_DESCRIPTION
"This module asks guanka's review gate about what a proxy publishes.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "adduser, ca-certificates, procps")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "tesseract-ocr-chi-sim, logrotate")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${package}/postinst ${package}/prerm ${package}/postrm
    ${package}/conffiles)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS guanka)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${package}/triggers ${package}/shlibs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libguanka1 (= ${PROJECT_VERSION}-1)")
set(CPACK_DEBIAN_ICAP_PACKAGE_DEPENDS "c-icap")
set(CPACK_DEBIAN_ICAP_PACKAGE_RECOMMENDS guanka)
include(CPack)
