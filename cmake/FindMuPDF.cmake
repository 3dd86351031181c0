# SPDX-License-Identifier: Apache-2.0
#
# MuPDF::MuPDF: the static library that Debian ships. Its pkg-config file names an older version and misses HarfBuzz and
# libcrypto, so the libraries are looked for one by one.
find_path(MUPDF_INCLUDE_DIR mupdf/pdf.h)
set(mupdf_libraries)
foreach(name mupdf mupdf-third mujs gumbo openjp2 jbig2dec jpeg freetype harfbuzz crypto z m)
    find_library(MUPDF_${name}_LIBRARY ${name})
    list(APPEND mupdf_variables MUPDF_${name}_LIBRARY)
    list(APPEND mupdf_libraries ${MUPDF_${name}_LIBRARY})
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MuPDF REQUIRED_VARS MUPDF_INCLUDE_DIR ${mupdf_variables})
mark_as_advanced(MUPDF_INCLUDE_DIR ${mupdf_variables})
if(MuPDF_FOUND AND NOT TARGET MuPDF::MuPDF)
    add_library(MuPDF::MuPDF INTERFACE IMPORTED)
    target_include_directories(MuPDF::MuPDF SYSTEM INTERFACE ${MUPDF_INCLUDE_DIR})
    target_link_libraries(MuPDF::MuPDF INTERFACE ${mupdf_libraries})
endif()
