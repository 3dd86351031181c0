# SPDX-License-Identifier: Apache-2.0
#
# Builds for arm64 on another machine, with Debian's cross compiler and a folder of arm64's libraries, GUANKA_SYSROOT
# (scripts/prove-arm64 makes one). Programs of that build, also those that make tables for it, run under qemu-user.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

set(GUANKA_SYSROOT "" CACHE PATH "Folder with the libraries and headers of arm64")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES GUANKA_SYSROOT)
if(NOT EXISTS "${GUANKA_SYSROOT}/usr/include")
    message(FATAL_ERROR "GUANKA_SYSROOT names no folder with arm64's libraries; run scripts/prove-arm64, which makes one")
endif()
set(CMAKE_SYSROOT ${GUANKA_SYSROOT})
set(CMAKE_FIND_ROOT_PATH ${GUANKA_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${GUANKA_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${GUANKA_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${GUANKA_SYSROOT}/usr/share/pkgconfig)
set(ENV{PKG_CONFIG_PATH} "")

find_program(GUANKA_QEMU NAMES qemu-aarch64-static qemu-aarch64)
if(GUANKA_QEMU)
    set(CMAKE_CROSSCOMPILING_EMULATOR ${GUANKA_QEMU} -L ${GUANKA_SYSROOT})
endif()
