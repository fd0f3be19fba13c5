using System.Diagnostics;
using Busroot.EndToEnd.Tests.Programs;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A file system of its own that is full after a few megabytes. It is in memory, so it says nothing about syncs, and all about space.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SmallDisk(int megabytes)
    {
        Directory.CreateDirectory(Path);
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=700", "tmpfs", Path).Should().Be(0);
    }

    /// <summary>Why no such disk can be made here; null when it can.</summary>
    public static string? MissingReason { get; } = FindMissingReason();

    public string Path => _directory.In("disk");

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void MakeRoom() => File.Delete(Filler);

    /// <summary>Refuses or allows writes, while nobody has a file open for writing.</summary>
    public void SetReadOnly(bool isReadOnly) => Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path).Should().Be(0);

    public void Dispose()
    {
        Run("umount", Path);
        _directory.Dispose();
    }

    private static string? FindMissingReason()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "Mounting a small file system takes Linux and root.";
        }

        using var directory = new TemporaryDirectory();
        return Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.Path) == 0 && Run("umount", directory.Path) == 0
            ? null
            : "No file system can be mounted here.";
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that needs a disk of its own; skipped, with the reason, where none can be made for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.MissingReason;
}
