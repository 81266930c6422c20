using Bridge.Benchmarks;

if (args is not ["pipeline"])
{
    await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project benchmarks -- pipeline");
    return 2;
}

Report.Write(Console.Out, new PipelineBenchmark());
return 0;
