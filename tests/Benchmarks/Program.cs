using BenchmarkDotNet.Running;
using Busroot.Benchmarks.Storage;
using Busroot.Benchmarks.Transformer;

if (args is ["memory"])
{
    RealmMemory.Print();
    return;
}

if (args is ["history", ..])
{
    HistoryCost.Print(args.AsSpan(1));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
