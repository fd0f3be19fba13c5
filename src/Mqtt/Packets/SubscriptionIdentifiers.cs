using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>Walks the subscription identifiers of a PUBLISH, for <c>foreach</c>. MQTT 5.0 §3.3.2.3.8.</summary>
public ref struct SubscriptionIdentifiers
{
    private PropertyReader _properties;

    internal SubscriptionIdentifiers(ReadOnlySpan<byte> section) => _properties = new PropertyReader(section, PacketType.Publish);

    /// <summary>The identifier: 1 to 268,435,455.</summary>
    public int Current { get; private set; }

    /// <summary>Lets <c>foreach</c> walk this very value.</summary>
    public readonly SubscriptionIdentifiers GetEnumerator() => this;

    /// <summary>Moves to the next identifier; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_properties.TryRead(out var id))
        {
            if (id == PropertyId.SubscriptionIdentifier)
            {
                Current = (int)_properties.Number;
                return true;
            }
        }

        return false;
    }
}
