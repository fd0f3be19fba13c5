using BenchmarkDotNet.Running;
using Busroot.Benchmarks.Transformer;

if (args is ["memory"])
{
    RealmMemory.Print();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
