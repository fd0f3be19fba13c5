using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Busroot.Load.Generator;

namespace Busroot.Load.Servers;

/// <summary>Starts Mosquitto, the peer: unlimited queues, nothing on disk, no logging.</summary>
internal static class MosquittoServer
{
    private const string Password = "a password of the length that tokens have, more or less";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private static readonly string[] Places = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"];

    /// <summary>The program; null when it is not installed.</summary>
    public static string? Program { get; } = Array.Find(Places, File.Exists);

    public static string Version => Sources.Output("sh", "-c", $"{Program} -h | head -1").Trim(); // it exits with 3 after its help

    /// <summary>Starts it and waits until it accepts.</summary>
    /// <param name="setup">A login means a password file with one user.</param>
    public static (ServerProcess Server, Login? Login) Start(ServerSetup setup)
    {
        var withLogin = setup.WithLogin;
        var directory = Directory.CreateTempSubdirectory("busroot-load-").FullName;
        var port = FreePort();
        var passwords = Path.Combine(directory, "passwords");
        if (withLogin)
        {
            Sources.Output("mosquitto_passwd", "-b", "-c", passwords, BusrootServer.UserName, Password);
        }

        var configuration = Path.Combine(directory, "mosquitto.conf");
        File.WriteAllText(configuration, $"""
            listener {port} 127.0.0.1
            {(withLogin ? $"allow_anonymous false\npassword_file {passwords}" : "allow_anonymous true")}
            persistence false
            max_inflight_messages 0
            max_queued_messages 0
            set_tcp_nodelay true
            log_type none
            {(Environment.IsPrivilegedProcess ? "user root" : "")}
            """);
        var process = Process.Start(new ProcessStartInfo(Program!, ["-c", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        WaitUntilAccepting(process, port);
        return (new ServerProcess("Mosquitto", process, port, directory), withLogin ? new Login(BusrootServer.UserName, Password) : null);
    }

    private static void WaitUntilAccepting(Process process, int port)
    {
        var from = Stopwatch.GetTimestamp();
        while (!Accepts(port))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(from) > StartTime)
            {
                throw new LoadException("Mosquitto did not start; see what its configuration is made of in tests/Load/Servers/MosquittoServer.cs.");
            }

            process.WaitForExit(TimeSpan.FromMilliseconds(20));
        }
    }

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
