# The style and the script of reports become constants of the library.
set(ASSETS ${PROJECT_SOURCE_DIR}/src/report/html/assets)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ASSETS}/report.css ${ASSETS}/report.js)
file(READ ${ASSETS}/report.css REPORT_STYLE)
file(READ ${ASSETS}/report.js REPORT_SCRIPT)
configure_file(${PROJECT_SOURCE_DIR}/src/report/html/assets.cpp.in ${PROJECT_BINARY_DIR}/assets/assets.cpp @ONLY)
target_sources(gradus_report PRIVATE ${PROJECT_BINARY_DIR}/assets/assets.cpp)
