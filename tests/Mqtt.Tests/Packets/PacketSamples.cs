using System.Collections.Immutable;
using System.Text;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

/// <summary>Makes correct packets of every type from a seed, holding only what their version can say.</summary>
internal sealed class PacketSamples
{
    private static readonly string[] Texts = ["", "a", "busroot/v1/dau/acme/press", "\uFEFF", "\u00E9\u20AC\U0001F600", "\u0001", new('x', 300)];

    private readonly Random _random;

    public PacketSamples(int seed)
    {
        _random = new Random(seed);
        Version = Wire.Versions[_random.Next(3)];
    }

    public ProtocolVersion Version { get; }

    private bool IsNew => Version == ProtocolVersion.V500;

    private ushort Id => (ushort)_random.Next(1, 65_536);

    public object Next() => _random.Next(IsNew ? 12 : 11) switch
    {
        0 => Connect(),
        1 => ConnAck(),
        2 => Publish(),
        3 => new PubAckPacket(Id, Code(0x00, 0x10, 0x87, 0x99), Maybe(Text), Users()),
        4 => new PubRecPacket(Id, Code(0x00, 0x10, 0x97), Maybe(Text), Users()),
        5 => _random.Next(2) == 0 ? new PubRelPacket(Id, Code(0x00, 0x92), Maybe(Text), Users()) : new PubCompPacket(Id, Code(0x00, 0x92), Maybe(Text), Users()),
        6 => Subscribe(),
        7 => new SubAckPacket(Id, Several(() => IsNew ? Code(0x00, 0x01, 0x8F) : (ReasonCode)_random.Next(3))) { ReasonString = Maybe(Text), UserProperties = Users() },
        8 => new UnsubscribePacket(Id, Several(Text)) { UserProperties = Users() },
        9 => new UnsubAckPacket(Id, IsNew ? Several(() => Code(0x00, 0x11)) : []) { ReasonString = Maybe(Text), UserProperties = Users() },
        10 => Disconnect(),
        _ => new AuthPacket
        {
            Reason = Code(0x00, 0x18, 0x19),
            AuthenticationMethod = Text(),
            AuthenticationData = Maybe(Binary),
            ReasonString = Maybe(Text),
            UserProperties = Users(),
        },
    };

    private ConnectPacket Connect()
    {
        var userName = Always(Text);
        var method = Maybe(Text);
        return new ConnectPacket
        {
            Version = Version,
            CleanStart = Flip(),
            KeepAlive = (ushort)_random.Next(65_536),
            ClientId = Text(),
            UserName = userName,
            Password = IsNew || userName is not null ? Always(Binary) : null,
            Will = Flip() ? Will() : null,
            SessionExpiryInterval = Number(),
            ReceiveMaximum = IsNew ? Id : ushort.MaxValue,
            MaximumPacketSize = IsNew && Flip() ? Id : null,
            TopicAliasMaximum = IsNew ? (ushort)_random.Next(10) : (ushort)0,
            RequestResponseInformation = IsNew && Flip(),
            RequestProblemInformation = !IsNew || Flip(),
            UserProperties = Users(),
            AuthenticationMethod = method,
            AuthenticationData = method is null ? null : Maybe(Binary),
        };
    }

    private Will Will() => new()
    {
        Topic = Encoding.UTF8.GetBytes("w" + Text()),
        Payload = Binary(),
        Qos = Qos(),
        Retain = Flip(),
        DelayInterval = Number() ?? 0,
        MessageExpiryInterval = Number(),
        Properties = IsNew ? Section(forwardedOnly: true) : [],
    };

    private ConnAckPacket ConnAck()
    {
        var refused = _random.Next(3) == 0;
        return new ConnAckPacket
        {
            Reason = refused ? ReasonCode.NotAuthorized : ReasonCode.Success,
            SessionPresent = !refused && Version != ProtocolVersion.V310 && Flip(),
            SessionExpiryInterval = Number(),
            ReceiveMaximum = IsNew ? Id : ushort.MaxValue,
            MaximumQos = IsNew ? Qos() : QualityOfService.ExactlyOnce,
            RetainAvailable = !IsNew || Flip(),
            MaximumPacketSize = IsNew && Flip() ? Id : null,
            AssignedClientId = Maybe(Text),
            TopicAliasMaximum = IsNew ? (ushort)_random.Next(10) : (ushort)0,
            ReasonString = Maybe(Text),
            UserProperties = Users(),
            WildcardSubscriptionAvailable = !IsNew || Flip(),
            SubscriptionIdentifiersAvailable = !IsNew || Flip(),
            SharedSubscriptionAvailable = !IsNew || Flip(),
            ServerKeepAlive = IsNew && Flip() ? Id : null,
            ResponseInformation = Maybe(Text),
            ServerReference = Maybe(Text),
            AuthenticationMethod = Maybe(Text),
            AuthenticationData = Maybe(Binary),
        };
    }

    private Publication Publish()
    {
        var qos = Qos();
        return new Publication("t" + Text(), Binary(), qos, qos == QualityOfService.AtMostOnce ? (ushort)0 : Id)
        {
            Retain = Flip(),
            Dup = qos != QualityOfService.AtMostOnce && Flip(),
            Properties = IsNew ? Section(forwardedOnly: false) : [],
        };
    }

    private SubscribePacket Subscribe() => new(Id, Several(Subscription))
    {
        SubscriptionIdentifier = IsNew && Flip() ? _random.Next(1, 268_435_456) : null,
        UserProperties = Users(),
    };

    private Subscription Subscription() => IsNew
        ? new(Text(), Qos(), Flip(), Flip(), (RetainHandling)_random.Next(3))
        : new(Text(), Qos());

    private DisconnectPacket Disconnect() => new()
    {
        Reason = IsNew ? Code(0x00, 0x04, 0x8E) : ReasonCode.NormalDisconnection,
        SessionExpiryInterval = Number(),
        ReasonString = Maybe(Text),
        ServerReference = Maybe(Text),
        UserProperties = Users(),
    };

    /// <summary>The properties of a message, each at most once, user properties between them, in any order.</summary>
    private byte[] Section(bool forwardedOnly)
    {
        var bytes = new byte[8192];
        var writer = new PacketWriter(bytes);
        byte[] ids = forwardedOnly ? [0x01, 0x03, 0x08, 0x09, 0x26, 0x26] : [0x01, 0x02, 0x03, 0x08, 0x09, 0x0B, 0x0B, 0x23, 0x26, 0x26];
        _random.Shuffle(ids);
        foreach (var id in ids.Where(_ => Flip()))
        {
            writer.WriteByte(id);
            WriteValue(ref writer, id);
        }

        return bytes[..writer.Length];
    }

    private void WriteValue(ref PacketWriter writer, byte id)
    {
        switch (id)
        {
            case 0x01:
                writer.WriteByte((byte)_random.Next(2));
                break;
            case 0x02:
                writer.WriteUInt32((uint)_random.Next());
                break;
            case 0x0B:
                writer.WriteVariableInteger(_random.Next(1, 268_435_456));
                break;
            case 0x23:
                writer.WriteUInt16(Id);
                break;
            case 0x09:
                writer.WriteBinary(Binary());
                break;
            case 0x26:
                writer.WriteString(Text());
                writer.WriteString(Text());
                break;
            default:
                writer.WriteString("r" + Text());
                break;
        }
    }

    private bool Flip() => _random.Next(2) == 0;

    private QualityOfService Qos() => (QualityOfService)_random.Next(3);

    private string Text() => Texts[_random.Next(Texts.Length)];

    private byte[] Binary()
    {
        var bytes = new byte[_random.Next(8) == 0 ? 500 : _random.Next(4)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private uint? Number() => IsNew && Flip() ? (uint)_random.Next() : null;

    private ReasonCode Code(params ReadOnlySpan<byte> codes) => IsNew ? (ReasonCode)codes[_random.Next(codes.Length)] : ReasonCode.Success;

    private T? Maybe<T>(Func<T> make)
        where T : class => IsNew ? Always(make) : null;

    private T? Always<T>(Func<T> make)
        where T : class => Flip() ? make() : null;

    private ImmutableArray<T> Several<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => make())];

    private ImmutableArray<UserProperty> Users() =>
        IsNew && Flip() ? [.. Enumerable.Range(0, _random.Next(4)).Select(_ => new UserProperty(Text(), Text()))] : [];
}
