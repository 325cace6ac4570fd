# Flags of our own targets. No fast-math and no contraction: an FMA stands only where it is written, so that
# every compiler gives the same bits.
add_library(gradus_flags INTERFACE)
target_compile_options(gradus_flags INTERFACE -ffp-contract=off -Wall -Wextra -Wshadow -Wconversion
                       -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Wpedantic)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees overlapping copies in "text" + std::string (GCC's bug 105651), which are not there.
  target_compile_options(gradus_flags INTERFACE -Wno-restrict)
endif()
if(GRADUS_WERROR)
  target_compile_options(gradus_flags INTERFACE -Werror)
endif()
if(GRADUS_SANITIZE)
  add_compile_options(-fsanitize=${GRADUS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${GRADUS_SANITIZE})
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
# For the sanitizers: assertions on, line numbers enough for a stack trace.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
