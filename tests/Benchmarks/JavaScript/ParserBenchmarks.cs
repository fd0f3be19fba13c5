using Acornima;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Busroot.Benchmarks.JavaScript;

/// <summary>Our parser beside acorn on node, over the same programs in the same run. The goal is 20 MB/s.</summary>
[MemoryDiagnoser]
[Config(typeof(Columns))]
public class ParserBenchmarks
{
    private static readonly ParserOptions Options = new() { EcmaVersion = EcmaVersion.Latest };

    private Corpus? _corpus;
    private AcornProcess? _acorn;

    [GlobalSetup]
    public void Load()
    {
        _corpus = Corpus.Load();
        _acorn = new AcornProcess(_corpus.Root);
        if (Acorn() != Ours())
        {
            throw new InvalidOperationException("The two parsers do not find the same number of statements, so they cannot be compared.");
        }
    }

    [GlobalCleanup]
    public void Stop() => _acorn?.Dispose();

    /// <summary>Asked for lines and columns, as ours always gives them. Time only: what node allocates is not seen.</summary>
    [Benchmark(Baseline = true)]
    public int Acorn() => _acorn!.ParseAll();

    [Benchmark]
    public int Ours()
    {
        var statements = 0;
        foreach (var (isModule, source) in _corpus!.Programs)
        {
            var parser = new Parser(Options);
            statements += isModule ? parser.ParseModule(source).Body.Count : parser.ParseScript(source).Body.Count;
        }

        return statements;
    }

    private sealed class Columns : ManualConfig
    {
        public Columns() => AddColumn(new MegabytesPerSecond());
    }
}
