# Builds the dashboard's page into the program: FOOTFALL_WEB_PAGE, which web/ makes (./dev web). The
# program builds and works without one. Included, it defines the step; called while building
# (cmake -DPAGE=… -DOUT=… -P DashboardPage.cmake), it writes the source. PAGE is gzip, or no file.
if(CMAKE_SCRIPT_MODE_FILE)
  set(bytes "0")
  set(count 0)
  if(EXISTS "${PAGE}")
    file(SIZE "${PAGE}" count)
    file(READ "${PAGE}" digits HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${digits}")
  endif()
  file(WRITE "${OUT}"
    "// Written by cmake/DashboardPage.cmake.\n#include \"dashboard/page_bytes.h\"\n\n"
    "namespace footfall {\n\nconst unsigned char kPageBytes[] = {${bytes}};\n"
    "const size_t kPageSizeBytes = ${count};\n\n}  // namespace footfall\n")
  return()
endif()

set(FOOTFALL_WEB_PAGE "${PROJECT_SOURCE_DIR}/web/dist/dashboard.html" CACHE FILEPATH
  "The dashboard's page to build into the program")
set(page_source ${PROJECT_BINARY_DIR}/dashboard_page.cpp)
set(page_gzip ${PROJECT_BINARY_DIR}/dashboard_page.html.gz)
# What makes CMake look again once the page comes, goes or changes.
file(GLOB page_now CONFIGURE_DEPENDS ${FOOTFALL_WEB_PAGE})
find_program(FOOTFALL_GZIP gzip)
if(page_now AND NOT FOOTFALL_GZIP)
  message(STATUS "No gzip: the dashboard's page is left out")
  set(page_now)
endif()
if(page_now)
  add_custom_command(
    OUTPUT ${page_gzip}
    COMMAND ${FOOTFALL_GZIP} -9 -n -c ${FOOTFALL_WEB_PAGE} > ${page_gzip}
    DEPENDS ${FOOTFALL_WEB_PAGE}
    VERBATIM)
else()
  message(STATUS "No ${FOOTFALL_WEB_PAGE}: the program will have no dashboard page (./dev web)")
  set(page_gzip)
endif()
add_custom_command(
  OUTPUT ${page_source}
  COMMAND ${CMAKE_COMMAND} -DPAGE=${page_gzip} -DOUT=${page_source} -P ${CMAKE_CURRENT_LIST_FILE}
  DEPENDS ${page_gzip} ${CMAKE_CURRENT_LIST_FILE}
  VERBATIM)
target_sources(footfall_dashboard PRIVATE ${page_source})
