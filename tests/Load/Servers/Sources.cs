using System.Diagnostics;

namespace Busroot.Load.Servers;

/// <summary>The checkout this program was built from.</summary>
internal static class Sources
{
    /// <summary>Its root directory.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The short hash of its commit, with a plus sign when it was changed since.</summary>
    public static string Commit()
    {
        var hash = Output("git", "-C", Root, "rev-parse", "--short", "HEAD").Trim();
        return Output("git", "-C", Root, "status", "--porcelain", "src").Length == 0 ? hash : hash + "+";
    }

    /// <summary>What a program prints; it must succeed.</summary>
    /// <exception cref="LoadException">It is missing or fails.</exception>
    public static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new LoadException($"{program} {string.Join(' ', arguments)} failed: {error.GetAwaiter().GetResult().Trim()}");
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Busroot.Transform.sln")))
            {
                return directory.FullName;
            }
        }

        throw new LoadException("This program measures the sources it was built from; run it with dotnet run in a checkout.");
    }
}
