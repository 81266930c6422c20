// Most tests wait for the program, not for the processor.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 6)]
