using System.ComponentModel;
using System.Diagnostics;

namespace Busroot.JavaScript.Tests.Oracles;

/// <summary>Runs one of the scripts beside this file with node.</summary>
internal static class NodeProcess
{
    public static bool IsInstalled { get; } = Answers();

    /// <summary>Runs a script to its end.</summary>
    /// <returns>Everything it wrote to its standard output.</returns>
    public static byte[] Run(string script, params string[] arguments)
    {
        using var process = Start([Path.Combine(OracleFolder.Scripts, script), .. arguments]);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        process.ExitCode.Should().Be(0, "{0} should succeed", script);
        return output.ToArray();
    }

    private static Process Start(IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;

    private static bool Answers()
    {
        try
        {
            using var process = Start(["--version"]);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // not found
        }
    }
}
