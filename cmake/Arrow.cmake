# Defines footfall_arrow, the one target that knows where Arrow and Parquet come from, and sets
# FOOTFALL_HAVE_ARROW. An installed Arrow is taken first; else the one inside the pyarrow wheel
# that ./dev keeps in .footfall/venv (headers and shared libraries, but no CMake package).
set(FOOTFALL_HAVE_ARROW OFF)
set(FOOTFALL_ARROW_SOVERSION 2600 CACHE STRING "Suffix of the wheel's libarrow.so and libparquet.so")

find_package(Arrow QUIET)
find_package(Parquet QUIET)
if(TARGET Arrow::arrow_shared AND TARGET Parquet::parquet_shared)
  add_library(footfall_arrow INTERFACE IMPORTED GLOBAL)
  target_link_libraries(footfall_arrow INTERFACE Parquet::parquet_shared Arrow::arrow_shared)
  set(FOOTFALL_HAVE_ARROW ON)
  message(STATUS "Arrow: installed, ${Arrow_VERSION}")
  return()
endif()

set(footfall_python "${CMAKE_CURRENT_LIST_DIR}/../.footfall/venv/bin/python")
if(EXISTS "${footfall_python}")
  execute_process(
    COMMAND "${footfall_python}" -c
            "import pyarrow as a; print(a.__version__, a.get_include(), a.get_library_dirs()[0], sep=';')"
    OUTPUT_VARIABLE footfall_pyarrow
    OUTPUT_STRIP_TRAILING_WHITESPACE
    ERROR_QUIET
    RESULT_VARIABLE footfall_pyarrow_failed)
  if(NOT footfall_pyarrow_failed)
    list(GET footfall_pyarrow 0 footfall_arrow_version)
    list(GET footfall_pyarrow 1 footfall_arrow_include)
    list(GET footfall_pyarrow 2 footfall_arrow_libraries)
    set(footfall_libarrow "${footfall_arrow_libraries}/libarrow.so.${FOOTFALL_ARROW_SOVERSION}")
    set(footfall_libparquet "${footfall_arrow_libraries}/libparquet.so.${FOOTFALL_ARROW_SOVERSION}")
    if(EXISTS "${footfall_libarrow}" AND EXISTS "${footfall_libparquet}")
      add_library(footfall_arrow INTERFACE IMPORTED GLOBAL)
      target_include_directories(footfall_arrow SYSTEM INTERFACE "${footfall_arrow_include}")
      target_link_libraries(footfall_arrow INTERFACE "${footfall_libparquet}" "${footfall_libarrow}")
      # For cmake/Install.cmake: an installed program has copies beside its module.
      set(FOOTFALL_ARROW_LIBRARY_FOLDER "${footfall_arrow_libraries}")
      set(FOOTFALL_ARROW_FILES "${footfall_libarrow}" "${footfall_libparquet}")
      file(GLOB FOOTFALL_ARROW_LICENSES
        "${footfall_arrow_libraries}/../pyarrow-${footfall_arrow_version}.dist-info/licenses/*.txt")
      set(FOOTFALL_HAVE_ARROW ON)
      message(STATUS "Arrow: pyarrow ${footfall_arrow_version}")
    endif()
  endif()
endif()
if(NOT FOOTFALL_HAVE_ARROW)
  message(STATUS "Arrow: not found; Footfall is built without Parquet")
endif()
