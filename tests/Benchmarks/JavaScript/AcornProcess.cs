using System.Diagnostics;
using System.Globalization;

namespace Busroot.Benchmarks.JavaScript;

/// <summary>Acorn in a node process that stays, so that a round costs one line each way and the parsing.</summary>
internal sealed class AcornProcess : IDisposable
{
    private readonly Process _process;

    public AcornProcess(string root) => _process = Process.Start(
        new ProcessStartInfo("node", [Corpus.InRepository("tests/Benchmarks/JavaScript/acorn-speed.mjs"), root, "--serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>Parses the corpus once.</summary>
    /// <returns>How many statements the programs have.</returns>
    public int ParseAll()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended; its error is above.");
        return int.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close(); // node ends with its input
        _process.WaitForExit();
        _process.Dispose();
    }
}
