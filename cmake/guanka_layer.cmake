# SPDX-License-Identifier: Apache-2.0
#
# layer(NAME DEPENDS lower layers… LIBRARIES third-party… SOURCES …)
#
# Makes the static library guanka_NAME from the sources beside the calling CMakeLists.txt.
function(layer name)
    cmake_parse_arguments(LAYER "" "" "DEPENDS;LIBRARIES;SOURCES" ${ARGN})
    add_library(guanka_${name} STATIC ${LAYER_SOURCES})
    target_link_libraries(guanka_${name} PUBLIC guanka_flags)
    foreach(lower ${LAYER_DEPENDS})
        target_link_libraries(guanka_${name} PUBLIC guanka_${lower})
    endforeach()
    target_link_libraries(guanka_${name} PRIVATE ${LAYER_LIBRARIES})
endfunction()

# layer_test(NAME [LAYER …] SOURCES … [LIBRARIES …])
#
# The Criterion binary test_NAME, which links its own layer (NAME if none is named) and what that depends on,
# nothing else.
function(layer_test name)
    cmake_parse_arguments(TEST "" "LAYER" "SOURCES;LIBRARIES" ${ARGN})
    if(NOT TEST_LAYER)
        set(TEST_LAYER ${name})
    endif()
    add_executable(test_${name} ${TEST_SOURCES})
    target_link_libraries(test_${name} PRIVATE guanka_${TEST_LAYER} ${TEST_LIBRARIES} PkgConfig::CRITERION)
    target_compile_definitions(test_${name} PRIVATE
        GUANKA_SOURCE_DIR="${PROJECT_SOURCE_DIR}" GUANKA_BINARY_DIR="${PROJECT_BINARY_DIR}")
    if(GUANKA_SANITIZE MATCHES address)
        target_sources(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/leaks.c)
    endif()
    add_test(NAME ${name} COMMAND test_${name} --jobs 2 --timeout 300)
    # Criterion counts a test whose process the leak sanitizer ends as passed: what it printed is the only sign.
    set_tests_properties(${name} PROPERTIES FAIL_REGULAR_EXPRESSION "ERROR: (Leak|Address|Thread)Sanitizer")
endfunction()

# fuzz_target(NAME LAYER): tests/fuzz/fuzz_NAME.c, a fuzzer under the fuzz preset, else a program that
# replays tests/fuzz/corpus/NAME and is one of the tests.
function(fuzz_target name layer)
    add_executable(fuzz_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_${name}.c)
    target_link_libraries(fuzz_${name} PRIVATE guanka_${layer} ${ARGN})
    if(GUANKA_FUZZ)
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    else()
        target_sources(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/replay.c)
        add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
    endif()
endfunction()
