// Built before what needs swift-argument-parser: without the trait this is all that such a build says.
#if !Command
  #error("needs the trait Command, which is on by default: leave out --disable-default-traits")
#endif
