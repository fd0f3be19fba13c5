using Busroot.Load.Generator;
using Busroot.Load.Servers;

namespace Busroot.Load.Cases;

/// <summary>Measures a case: both systems side by side, in turn, A B A B, so that a noisy neighbour hurts both alike.</summary>
internal static class Interleaving
{
    private const int WarmConnections = 300; // enough for the server's code to be compiled for speed
    private static readonly TimeSpan WarmTime = TimeSpan.FromSeconds(1);

    /// <summary>Runs a case.</summary>
    /// <param name="loadCase">What to do.</param>
    /// <param name="runs">Measurements of each system.</param>
    /// <param name="duration">Length of each.</param>
    /// <param name="progress">Told of every measurement.</param>
    public static CaseResult Run(LoadCase loadCase, int runs, TimeSpan duration, Action<string, Outcome> progress)
    {
        var ours = new List<Outcome>();
        var peers = new List<Outcome>();
        var hasPeer = !loadCase.WithoutPeer && MosquittoServer.Program is not null;
        var keepsServer = loadCase.Measure != Measure.Memory; // memory that a run has used stays: each such run begins with a new process
        Started? product = null;
        Started? peer = null;
        try
        {
            for (var run = 0; run < runs; run++)
            {
                if (!keepsServer)
                {
                    product?.Server.Dispose();
                    peer?.Server.Dispose();
                    (product, peer) = (null, null);
                }

                product ??= Start(BusrootServer.Start, loadCase.Setup);
                ours.Add(MeasureOnce(product, loadCase, duration, progress));
                if (hasPeer)
                {
                    peer ??= Start(MosquittoServer.Start, loadCase.Setup);
                    peers.Add(MeasureOnce(peer, loadCase, duration, progress));
                }
            }
        }
        finally
        {
            product?.Server.Dispose();
            peer?.Server.Dispose();
        }

        return new CaseResult(loadCase, ours, peers);
    }

    private static Started Start(Func<ServerSetup, (ServerProcess Server, Login? Login)> start, ServerSetup setup)
    {
        var (server, login) = start(setup);
        try
        {
            if (login is null)
            {
                using var warm = new LoadGenerator(new Workload { Topic = device => $"warm/d{device}", Filter = _ => "warm/#" }, server);
                warm.Run(WarmTime, WarmTime);
            }

            using var connects = new ConnectRun(WarmConnections, login, server);
            connects.Run();
            return new Started(server, login);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static Outcome MeasureOnce(Started system, LoadCase loadCase, TimeSpan duration, Action<string, Outcome> progress)
    {
        var outcome = loadCase.Run(system.Server, system.Login, duration);
        progress(system.Server.Name, outcome);
        return outcome;
    }

    private sealed record Started(ServerProcess Server, Login? Login);
}
