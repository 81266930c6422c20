using Bridge.Host.Cli;

try
{
    return await CommandLine.RunAsync(args);
}
catch (Exception failure) when (failure is not OutOfMemoryException)
{
    await Console.Error.WriteLineAsync($"bridge: a failure that nothing could handle: {failure}");
    return ExitCode.Failure;
}
