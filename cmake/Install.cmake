# What `cmake --install` and CPack put where: everything is found from the program's own place
# (../lib/footfall, ../share/footfall), so an installed tree may be moved.
install(TARGETS footfall RUNTIME DESTINATION bin)
if(TARGET footfall_parquet)
  install(TARGETS footfall_parquet LIBRARY DESTINATION lib/footfall)
endif()

# Libraries that no package manager brings: those of .footfall/. One installed on the system is
# found there again.
if(FOOTFALL_ARROW_FILES)
  install(FILES ${FOOTFALL_ARROW_FILES} DESTINATION lib/footfall)
  install(FILES ${FOOTFALL_ARROW_LICENSES} DESTINATION share/doc/footfall/arrow)
endif()
string(FIND "${FOOTFALL_DUCKDB_LIBRARY}" "${PROJECT_SOURCE_DIR}/.footfall/" footfall_duckdb_is_ours)
if(FOOTFALL_HAVE_DUCKDB AND footfall_duckdb_is_ours EQUAL 0)
  install(FILES ${FOOTFALL_DUCKDB_LIBRARY} DESTINATION lib/footfall)
  file(GLOB footfall_duckdb_license
    "${PROJECT_SOURCE_DIR}/.footfall/venv/lib/python3*/site-packages/duckdb-*.dist-info/licenses/LICENSE")
  install(FILES ${footfall_duckdb_license} DESTINATION share/doc/footfall/duckdb)
endif()

file(GLOB footfall_scenarios CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/scenarios/*.yaml"
  "${PROJECT_SOURCE_DIR}/scenarios/*.json")
install(FILES ${footfall_scenarios} DESTINATION share/footfall/scenarios)
install(FILES "${PROJECT_SOURCE_DIR}/schemas/executive_summary.schema.json"
  DESTINATION share/footfall/schemas)
install(FILES LICENSE NOTICE README.md CHANGELOG.md DESTINATION share/doc/footfall)
file(GLOB footfall_documents CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/docs/*.md")
install(FILES ${footfall_documents} DESTINATION share/doc/footfall/docs)  # where README names them
install(FILES LICENSE DESTINATION share/doc/footfall RENAME copyright)  # where Debian looks for it
# Libraries of headers are compiled into the program; Debian's packages hold their licences.
foreach(library libcli11-dev libeigen3-dev libxxhash-dev nlohmann-json3-dev)
  if(EXISTS /usr/share/doc/${library}/copyright)
    install(FILES /usr/share/doc/${library}/copyright
      DESTINATION share/doc/footfall/licenses RENAME ${library}.txt)
  endif()
endforeach()

# The program writes its own manual page and completions, from its command tree.
set(footfall_pages "${PROJECT_BINARY_DIR}/pages")
file(MAKE_DIRECTORY "${footfall_pages}")
set(footfall_page_files)
function(footfall_page file)
  add_custom_command(
    OUTPUT "${footfall_pages}/${file}"
    COMMAND footfall ${ARGN} > "${footfall_pages}/${file}"
    DEPENDS footfall
    VERBATIM)
  set(footfall_page_files ${footfall_page_files} "${footfall_pages}/${file}" PARENT_SCOPE)
endfunction()
footfall_page(footfall.1 man)
footfall_page(footfall completion bash)
footfall_page(_footfall completion zsh)
footfall_page(footfall.fish completion fish)
add_custom_target(footfall_pages ALL DEPENDS ${footfall_page_files})
install(FILES "${footfall_pages}/footfall.1" DESTINATION share/man/man1)
install(FILES "${footfall_pages}/footfall" DESTINATION share/bash-completion/completions)
# Debian's zsh looks below /usr/local in the first, below /usr in the second.
install(FILES "${footfall_pages}/_footfall" DESTINATION share/zsh/site-functions)
install(FILES "${footfall_pages}/_footfall" DESTINATION share/zsh/vendor-completions)
install(FILES "${footfall_pages}/footfall.fish" DESTINATION share/fish/vendor_completions.d)

# `./dev package`: a Debian package and an archive in build/packages.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_PACKAGE_NAME footfall)
set(CPACK_PACKAGE_VENDOR "Footfall authors")
set(CPACK_PACKAGE_CONTACT "Footfall authors <footfall@example.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "simulates shoppers described in YAML, and analyses the data")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${FOOTFALL_ARROW_LIBRARY_FOLDER})
include(CPack)
