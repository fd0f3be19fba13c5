using System.Net.Sockets;
using System.Text;
using Busroot.EndToEnd.Tests.Programs;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A device that publishes the readings 1, 2, 3 …, several in flight, and sends again what was not answered when its connection was lost.</summary>
/// <remarks>Same packet identifiers, DUP flag, in order. MQTT 3.1.1 §4.4.</remarks>
internal sealed class LedgerDevice(Login login, CrashingServer server, int seed)
{
    private static readonly TimeSpan PauseAReading = TimeSpan.FromMilliseconds(2);
    private readonly Random _random = new(seed);
    private readonly List<Unanswered> _unanswered = [];
    private readonly HashSet<ushort> _taken = [];
    private volatile bool _finishing;
    private ushort _lastIdentifier;

    public Login Login { get; } = login;

    public required QualityOfService Qos { get; init; }

    /// <summary>Readings in flight at most; they are sent in bursts of up to as many.</summary>
    public required int Window { get; init; }

    public ProtocolVersion Version { get; init; } = ProtocolVersion.V311;

    /// <summary>Whether an identifier is used again as soon as it is free, as some clients do; others count through all of them first.</summary>
    public bool ReusesIdentifiersAtOnce { get; init; }

    /// <summary>Readings published, which is the number of the last.</summary>
    public int Published { get; private set; }

    /// <summary>Numbers of the readings the server has taken responsibility for.</summary>
    public HashSet<int> Acknowledged { get; } = [];

    /// <summary>Readings that were sent more than once.</summary>
    public int SentAgain { get; private set; }

    /// <summary>What the server refused; there should be nothing.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>Lets it answer what is under way and then end.</summary>
    public void Finish() => _finishing = true;

    public async Task RunAsync()
    {
        while (!IsDone)
        {
            try
            {
                await ServeAsync();
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                await CrashingServer.PauseAsync();
            }
        }
    }

    private bool IsDone => _finishing && _unanswered.Count == 0;

    private async Task ServeAsync()
    {
        using var link = await SessionLink.OpenAsync(await server.PortAsync(), new ConnectPacket
        {
            Version = Version,
            CleanStart = false,
            SessionExpiryInterval = Version == ProtocolVersion.V500 ? 3600 : null,
            ClientId = $"{Login.User}/ledger",
            UserName = Login.User,
            Password = Encoding.UTF8.GetBytes(Login.Token),
        });
        foreach (var reading in _unanswered)
        {
            SentAgain += reading.IsReceived ? 0 : 1;
            await (reading.IsReceived ? link.SendAsync(new PubRelPacket(reading.PacketId)) : SendAsync(link, reading, dup: true));
        }

        var receiving = link.ReceiveAsync();
        var pause = Task.CompletedTask;
        while (!IsDone)
        {
            if (pause.IsCompleted && !_finishing)
            {
                pause = Task.Delay(PauseAReading * await SendBurstAsync(link), TimeProvider.System);
            }

            await Task.WhenAny(_finishing ? [receiving] : [receiving, pause]);
            if (receiving.IsCompleted)
            {
                await receiving;
                await HandleArrivedAsync(link);
                receiving = link.ReceiveAsync();
            }
        }
    }

    private async Task<int> SendBurstAsync(SessionLink link)
    {
        var burst = _random.Next(1, Window + 1);
        for (var i = 0; i < burst && _unanswered.Count < Window; i++)
        {
            var reading = new Unanswered(FreeIdentifier(), ++Published, IsReceived: false);
            _unanswered.Add(reading);
            await SendAsync(link, reading, dup: false);
        }

        return burst;
    }

    private Task SendAsync(SessionLink link, Unanswered reading, bool dup) =>
        link.PublishAsync(Login.Raw, Encoding.UTF8.GetBytes($$"""{"n":{{reading.Number}}}"""), Qos, reading.PacketId, dup);

    private ushort FreeIdentifier()
    {
        var identifier = ReusesIdentifiersAtOnce ? (ushort)0 : _lastIdentifier;
        do
        {
            identifier = identifier == ushort.MaxValue ? (ushort)1 : (ushort)(identifier + 1);
        }
        while (!_taken.Add(identifier));

        return _lastIdentifier = identifier;
    }

    private async Task HandleArrivedAsync(SessionLink link)
    {
        while (link.TryTake(out var arrived))
        {
            if (arrived.Reason >= 0x80 && arrived.Type != PacketType.PubComp) // a PUBCOMP for what is not known any more is no refusal
            {
                Refusals.Add($"{Login.User}: {arrived.Type} 0x{arrived.Reason:X2}");
            }

            var index = _unanswered.FindIndex(reading => reading.PacketId == arrived.PacketId);
            if (index < 0)
            {
                continue;
            }

            Acknowledged.Add(_unanswered[index].Number);
            if (arrived.Type == PacketType.PubRec)
            {
                _unanswered[index] = _unanswered[index] with { IsReceived = true };
                await link.SendAsync(new PubRelPacket(arrived.PacketId));
            }
            else
            {
                _unanswered.RemoveAt(index);
                _taken.Remove(arrived.PacketId);
            }
        }
    }

    private readonly record struct Unanswered(ushort PacketId, int Number, bool IsReceived);
}
