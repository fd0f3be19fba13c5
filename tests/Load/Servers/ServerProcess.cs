using System.Diagnostics;
using System.Globalization;

namespace Busroot.Load.Servers;

/// <summary>A server under measurement, in a process of its own.</summary>
/// <remarks>Owner: whoever started it; disposing ends the process and deletes its files.</remarks>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10); // USER_HZ is 100 on every Linux .NET runs on
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly string _directory;

    public ServerProcess(string name, Process process, int port, string directory)
    {
        Name = name;
        _process = process;
        Port = port;
        _directory = directory;
    }

    public string Name { get; }

    /// <summary>Where devices are registered and removed, with the key in every request; null where there is no such thing.</summary>
    public Administration? Administration { get; init; }

    /// <summary>Where it takes MQTT clients on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>CPU time of all its threads, user and system, to 10 ms.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the name before may hold blanks; utime and stime are fields 14 and 15 of proc(5)
            return ClockTick * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Resident memory in KiB.</summary>
    public long ResidentKib
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Bytes of its files.</summary>
    public long DataBytes => new DirectoryInfo(_directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(StopTime);
        }

        Administration?.Dispose();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
