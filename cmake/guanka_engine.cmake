# SPDX-License-Identifier: Apache-2.0
#
# PkgConfig::HYPERSCAN: the engine that expressions run on. Hyperscan and Vectorscan have one interface and one library name
# (libhs.so.5), so pkg-config finds whichever is installed, or the one in a folder of PKG_CONFIG_PATH; only the version tells
# them apart: Intel's last free one is 5.4.2, Vectorscan's went on from there (src/rules/matcher.h).
set(GUANKA_ENGINE "" CACHE STRING "hyperscan or vectorscan; empty: whichever pkg-config finds as libhs")
set_property(CACHE GUANKA_ENGINE PROPERTY STRINGS "" hyperscan vectorscan)
set(engines hyperscan vectorscan)
if(GUANKA_ENGINE AND NOT GUANKA_ENGINE IN_LIST engines)
    message(FATAL_ERROR "GUANKA_ENGINE is hyperscan, vectorscan or empty, not ${GUANKA_ENGINE}")
endif()
pkg_check_modules(HYPERSCAN IMPORTED_TARGET libhs)
if(NOT HYPERSCAN_FOUND)
    message(FATAL_ERROR "pkg-config finds no libhs. Install libhyperscan-dev (x86-64 alone) or libvectorscan-dev (also arm64), "
                        "or name the folder of its libhs.pc: PKG_CONFIG_PATH=FOLDER cmake …")
endif()
if(HYPERSCAN_VERSION VERSION_GREATER 5.4.2 AND HYPERSCAN_VERSION VERSION_LESS 5.5)
    set(engine vectorscan)
else()
    set(engine hyperscan)
endif()
if(GUANKA_ENGINE AND NOT GUANKA_ENGINE STREQUAL engine)
    message(FATAL_ERROR "GUANKA_ENGINE is ${GUANKA_ENGINE}, but the libhs ${HYPERSCAN_VERSION} in ${HYPERSCAN_LIBDIR} is "
                        "${engine}. Install lib${GUANKA_ENGINE}-dev in its place (they exclude each other), or unpack it into "
                        "a folder and name that with PKG_CONFIG_PATH, as scripts/prove-vectorscan does")
endif()
message(STATUS "Expressions run on ${engine} ${HYPERSCAN_VERSION}")
