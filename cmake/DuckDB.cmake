# Sets FOOTFALL_HAVE_DUCKDB, FOOTFALL_DUCKDB_INCLUDE and FOOTFALL_DUCKDB_LIBRARY. The library is never
# linked: src/duckdb loads it when SQL or a database is first asked for.
# scripts/install_duckdb.sh puts both into .footfall/duckdb; an installed DuckDB does as well.
set(footfall_duckdb "${CMAKE_CURRENT_LIST_DIR}/../.footfall/duckdb")
get_filename_component(footfall_duckdb "${footfall_duckdb}" ABSOLUTE)
find_path(FOOTFALL_DUCKDB_INCLUDE duckdb.h HINTS "${footfall_duckdb}" NO_CMAKE_FIND_ROOT_PATH)
find_library(FOOTFALL_DUCKDB_LIBRARY duckdb HINTS "${footfall_duckdb}" NO_CMAKE_FIND_ROOT_PATH)
if(FOOTFALL_DUCKDB_INCLUDE AND FOOTFALL_DUCKDB_LIBRARY)
  set(FOOTFALL_HAVE_DUCKDB ON)
  message(STATUS "DuckDB: ${FOOTFALL_DUCKDB_LIBRARY}")
else()
  set(FOOTFALL_HAVE_DUCKDB OFF)
  message(STATUS "DuckDB: not found; Footfall is built without SQL and format duckdb")
endif()
