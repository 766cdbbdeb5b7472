#if !Command
  #error("uapi needs the trait Command, which is on by default: leave out --disable-default-traits")
#endif
