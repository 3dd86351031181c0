# SPDX-License-Identifier: Apache-2.0
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(GUANKA_TESTS "Build the tests (needs Criterion)" ON)
option(GUANKA_BENCH "Build the stage benchmarks" OFF)
option(GUANKA_WERROR "Treat warnings as errors" OFF)
option(GUANKA_PACKAGE "Install what the Debian packages hold besides (scripts/package)" OFF)
option(GUANKA_FUZZ "Build fuzz targets with libFuzzer (needs clang)" OFF)
set(GUANKA_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them (address,undefined or thread)")

add_library(guanka_flags INTERFACE)
target_compile_options(guanka_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
    -funsigned-char # as on AArch64: one behaviour everywhere
    -fno-omit-frame-pointer)
target_compile_definitions(guanka_flags INTERFACE _GNU_SOURCE)
target_include_directories(guanka_flags INTERFACE
    ${CMAKE_CURRENT_SOURCE_DIR}/src ${CMAKE_CURRENT_BINARY_DIR}/src)
if(GUANKA_WERROR)
    target_compile_options(guanka_flags INTERFACE -Werror)
endif()
if(GUANKA_SANITIZE)
    target_compile_options(guanka_flags INTERFACE -fsanitize=${GUANKA_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(guanka_flags INTERFACE -fsanitize=${GUANKA_SANITIZE})
endif()
if(GUANKA_FUZZ)
    target_compile_options(guanka_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
