using Busroot.Load.Generator;
using Busroot.Load.Servers;

namespace Busroot.Load.Cases;

/// <summary>Every case there is, with what is aimed at.</summary>
internal static class CaseList
{
    private const int ManyConnections = 10_000;
    private const int Logins = 4_000;
    private const int Removals = 300;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<LoadCase> All { get; } =
    [
        new()
        {
            Name = "fan-in", Title = "fan-in QoS 0, 100 devices, one message a write", GoalRatio = 0.7, Run = Messages(new Workload()),
        },
        new()
        {
            Name = "fan-in-8", Title = "fan-in QoS 0, 8 messages a write", GoalRatio = 0.2, Run = Messages(new Workload { Burst = 8 }),
        },
        new()
        {
            Name = "fan-in-qos1", Title = "fan-in QoS 1 in and out, to a session that is kept, buffered", GoalRatio = 0.7, Setup = new ServerSetup(Buffered: true),
            Run = Messages(new Workload { Qos = 1, DurableSubscribers = true }),
        },
        new()
        {
            Name = "fan-in-durable", Title = "fan-in QoS 1, durable: synced before PUBACK (peer: without any durability)", GoalRatio = 1.0,
            Run = Messages(new Workload { Qos = 1, DurableSubscribers = true }),
        },
        new()
        {
            Name = "fan-out", Title = "fan-out, 1 device to 1,000 subscribers, QoS 0; per delivery", GoalRatio = 0.35,
            Run = Messages(new Workload { Publishers = 1, Subscribers = 1_000, Copies = 1_000, Window = 20 }),
        },
        new()
        {
            Name = "quiet", Title = "5,000 messages/s, mostly idle", GoalRatio = 1.5, GoalP99 = 0.1, Run = Messages(new Workload { Rate = 5_000 }),
        },
        new()
        {
            Name = "point-to-point", Title = "100 pairs point to point, QoS 0, beside 10,000 idle subscribers", GoalRatio = 0.7,
            Run = Messages(new Workload { Subscribers = 100, Idle = ManyConnections, Topic = Pair, Filter = Pair }),
        },
        new()
        {
            Name = "memory", Title = "memory per idle connection, KiB (10,000 connections)", Measure = Measure.Memory, GoalValue = 8,
            Run = Connections(ManyConnections),
        },
        new()
        {
            Name = "connects", Title = "connects/s with token check (peer: password file)", Measure = Measure.Connects, GoalRatio = 1.0, Setup = new ServerSetup(WithLogin: true),
            Run = Connections(Logins),
        },
        new()
        {
            Name = "revocation", Title = "removal of a connected device through the API until its socket is closed, p99 ms", Measure = Measure.Latency, GoalValue = 10,
            Setup = new ServerSetup(WithLogin: true), WithoutPeer = true, Run = Revocations(Removals),
        },
        new()
        {
            Name = "signals", Title = "raw readings to signals, QoS 0", GoalValue = 25, WithoutPeer = true, Run = Messages(Signals(qos: 0)),
        },
        new()
        {
            Name = "signals-qos1", Title = "raw readings to signals, QoS 1", GoalValue = 25, WithoutPeer = true, Run = Messages(Signals(qos: 1)),
        },
    ];

    /// <summary>Raw readings of 100 devices to the signals of each.</summary>
    public static Workload Signals(int qos) => new() { Qos = qos, Topic = device => $"busroot/v1/dau/acme/d{device}", Filter = _ => "busroot/v1/+/+" };

    private static string Pair(int pair) => $"load/acme/d{pair}";

    private static Func<ServerProcess, Login?, TimeSpan, Outcome> Messages(Workload workload) => (server, _, duration) =>
    {
        using var generator = new LoadGenerator(workload, server);
        return generator.Run(WarmUp, duration);
    };

    private static Func<ServerProcess, Login?, TimeSpan, Outcome> Revocations(int count) => (server, _, _) =>
    {
        using var run = new RevocationRun(count, server);
        return run.Run();
    };

    private static Func<ServerProcess, Login?, TimeSpan, Outcome> Connections(int count) => (server, login, _) =>
    {
        using var run = new ConnectRun(count, login, server);
        return run.Run();
    };
}
