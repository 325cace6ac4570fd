# libgradus: all floors in one shared library, which the command, the examples and others' programs link. The tests link
# the floors themselves.
set(FLOORS base engine nn io data train study report)
list(TRANSFORM FLOORS REPLACE "(.+)" "$<TARGET_OBJECTS:gradus_\\1>" OUTPUT_VARIABLE OBJECTS)
add_library(gradus SHARED ${OBJECTS})
add_library(gradus::gradus ALIAS gradus)
set(MAP ${PROJECT_SOURCE_DIR}/cmake/libgradus.map)
# Until 1.0 each minor version may break binaries. Calls inside the library stay inside, even where a program has
# compiled an inline function of ours with flags of its own.
set_target_properties(gradus PROPERTIES VERSION ${PROJECT_VERSION}
                      SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR} LINK_DEPENDS ${MAP})
target_link_options(gradus PRIVATE -Wl,--version-script=${MAP} -Wl,-Bsymbolic-functions -Wl,--as-needed)
target_link_libraries(gradus PRIVATE gradus_report)
target_compile_features(gradus INTERFACE cxx_std_20)
target_include_directories(gradus INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
