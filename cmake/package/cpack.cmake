# SPDX-License-Identifier: Apache-2.0
#
# Read by CPack before it makes packages: what finds out which libraries they need.
set(SHLIBDEPS_EXECUTABLE ${CMAKE_CURRENT_LIST_DIR}/shlibdeps)
