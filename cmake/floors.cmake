# gradus_floor(NAME [COLD] [BELOW FLOOR...] [LIBRARIES LIB...]): the library of one floor, from every file in src/NAME.
# A cold one computes little enough to be optimised less.
function(gradus_floor NAME)
  cmake_parse_arguments(ARG "COLD" "" "BELOW;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${NAME}/*.cpp)
  if(NOT SOURCES)
    add_library(gradus_${NAME} INTERFACE)
    set(KIND INTERFACE)
  else()
    add_library(gradus_${NAME} STATIC ${SOURCES})
    set(KIND PUBLIC)
    target_link_libraries(gradus_${NAME} PRIVATE gradus_flags)
    if(ARG_COLD)
      gradus_cold(gradus_${NAME})
    endif()
  endif()
  target_include_directories(gradus_${NAME} ${KIND} ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  foreach(LOWER ${ARG_BELOW})
    target_link_libraries(gradus_${NAME} ${KIND} gradus_${LOWER})
  endforeach()
  target_link_libraries(gradus_${NAME} ${KIND} ${ARG_LIBRARIES})
endfunction()

# gradus_test_program(TARGET LIBRARY...): how every test program is built. Its own code is compiled in the least time,
# two thirds of what full optimisation takes; what it tests is compiled as users get it, the engine's headers of kernels
# included, which its tests compile themselves.
function(gradus_test_program TARGET)
  target_link_libraries(${TARGET} PRIVATE gradus_flags ${ARGN} GTest::gtest GTest::gtest_main)
  target_include_directories(${TARGET} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  if(NOT ${TARGET} STREQUAL test_engine)
    target_compile_options(${TARGET} PRIVATE $<IF:$<CXX_COMPILER_ID:Clang>,-O0,-O1>)
  endif()
endfunction()

# gradus_tests(FLOOR): one test program for a floor, from every file in tests/FLOOR; a ctest entry per test.
function(gradus_tests NAME)
  file(GLOB_RECURSE SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${NAME}/*_test.cpp)
  if(NOT SOURCES)
    return()
  endif()
  add_executable(test_${NAME} ${SOURCES})
  gradus_test_program(test_${NAME} gradus_${NAME} ${ARGN})
  gtest_discover_tests(test_${NAME} PROPERTIES LABELS ${NAME} TIMEOUT 300 DISCOVERY_TIMEOUT 60)
endfunction()
