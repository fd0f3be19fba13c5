using System.Text;

namespace Busroot.Benchmarks.JavaScript;

/// <summary>Real programs from the packages that tests/JavaScript.Tests/Oracles/fetch-oracles.sh fetches; corpus.txt lists them.</summary>
internal sealed class Corpus
{
    private Corpus(string root, IReadOnlyList<(bool IsModule, string Source)> programs)
    {
        Root = root;
        Programs = programs;
        Megabytes = programs.Sum(program => Encoding.UTF8.GetByteCount(program.Source)) / 1e6;
    }

    /// <summary>The folder that holds node_modules.</summary>
    public string Root { get; }

    public IReadOnlyList<(bool IsModule, string Source)> Programs { get; }

    /// <summary>Millions of bytes, in UTF-8.</summary>
    public double Megabytes { get; }

    /// <exception cref="InvalidOperationException">The packages have not been fetched.</exception>
    public static Corpus Load()
    {
        var root = InRepository("artifacts/oracles");
        if (!File.Exists(Path.Combine(root, "stamp")))
        {
            throw new InvalidOperationException($"There is no corpus in {root}: run tests/JavaScript.Tests/Oracles/fetch-oracles.sh first.");
        }

        var programs = File.ReadLines(InRepository("tests/Benchmarks/JavaScript/corpus.txt")).Select(line => line.Split(' '))
            .Select(words => (words[0] == "module", File.ReadAllText(Path.Combine(root, "node_modules", words[1]))));
        return new Corpus(root, [.. programs]);
    }

    public static string InRepository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No global.json above " + AppContext.BaseDirectory);
        }

        return Path.Combine(folder.FullName, path);
    }
}
