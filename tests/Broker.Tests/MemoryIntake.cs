using System.Text;
using Busroot.Broker.Connections;
using Busroot.Broker.Intake;
using Busroot.Mqtt;

namespace Busroot.Broker.Tests;

/// <summary>Takes readings on <c>busroot/v1/dau/…</c> and signals on <c>busroot/v1/acme/…</c>, and settles them when told to.</summary>
internal sealed class MemoryIntake : IReadingIntake
{
    /// <summary>Readings it takes before it is full.</summary>
    public int Room { get; set; } = int.MaxValue;

    public List<Taken> Readings { get; } = [];

    public List<ClientConnection> Waiting { get; } = [];

    public IntakeRoute? Resolve(ReadOnlySpan<byte> topic) =>
        topic.StartsWith("busroot/v1/dau/"u8) ? new Route(alsoRouted: true)
        : topic.StartsWith("busroot/v1/acme/"u8) ? new Route(alsoRouted: false)
        : null;

    public bool TryAccept(IntakeRoute route, in Reading reading)
    {
        if (Readings.Count >= Room)
        {
            if (reading.Publisher is { } waiting)
            {
                Waiting.Add(waiting);
            }

            return false;
        }

        Readings.Add(new Taken(Encoding.UTF8.GetString(reading.Topic), Encoding.UTF8.GetString(reading.Payload), reading.Qos, reading.Publisher, reading.Ticket));
        return true;
    }

    public void EndBatch() { }

    /// <summary>Settles a reading, as the pipeline does once it is on disk.</summary>
    public static void Commit(Taken reading, ReasonCode reason = ReasonCode.Success) => reading.Publisher?.Acknowledge(reading.Ticket, reason);

    internal sealed record Taken(string Topic, string Payload, QualityOfService Qos, ClientConnection? Publisher, uint Ticket);

    private sealed class Route(bool alsoRouted) : IntakeRoute
    {
        public override bool AlsoRouted => alsoRouted;
    }
}
