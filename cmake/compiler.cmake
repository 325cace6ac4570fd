# Flags of our own targets. No fast-math and no contraction: an FMA stands only where it is written, so that
# every compiler gives the same bits.
add_library(gradus_flags INTERFACE)
target_compile_options(gradus_flags INTERFACE -ffp-contract=off -Wall -Wextra -Wshadow -Wconversion
                       -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Wpedantic)
if(GRADUS_WERROR)
  target_compile_options(gradus_flags INTERFACE -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 follows inlined code of its own library at -O3 and sees what is not there (its bug 105651 is one); these are
    # shown and break no build. clang's warnings are errors, all of them.
    target_compile_options(gradus_flags INTERFACE -Wno-error=restrict -Wno-error=maybe-uninitialized
                           -Wno-error=array-bounds -Wno-error=free-nonheap-object -Wno-error=stringop-overflow
                           -Wno-error=stringop-overread)
  endif()
endif()
if(GRADUS_SANITIZE)
  add_compile_options(-fsanitize=${GRADUS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${GRADUS_SANITIZE})
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
# gradus_cold(TARGET): less optimised, which takes a quarter off its compilation and changes no result.
function(gradus_cold TARGET)
  target_compile_options(${TARGET} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()
# For the sanitizers: assertions on, line numbers enough for a stack trace.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Two thirds of a cold build are headers, the same ones in file after file: clang parses them once for a floor or several
# (cmake/precompiled.cmake). Each file includes what it uses all the same; g++, which does without, checks it.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(PRECOMPILE ON)
else()
  set(PRECOMPILE OFF)
endif()
option(GRADUS_PRECOMPILE "Precompile headers" ${PRECOMPILE})
# Where headers are not precompiled, what another build has compiled is taken from there, another clone's too: paths below
# the root do not tell them apart.
find_program(CCACHE ccache)
if(CCACHE AND NOT GRADUS_PRECOMPILE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=include_file_mtime,include_file_ctime ${CCACHE})
endif()
