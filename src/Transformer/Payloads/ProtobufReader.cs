namespace Busroot.Transformer.Payloads;

/// <summary>Walks the fields of one Protocol Buffers message.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private bool _isBroken;
    private int _wireType;

    /// <summary>Whether all of the message could be read.</summary>
    public readonly bool IsWhole => !_isBroken && _rest.IsEmpty;

    public readonly bool IsVarint => _wireType == 0;

    public readonly bool IsBytes => _wireType == 2;

    /// <summary>The value of a field of wire type 0.</summary>
    public ulong Varint { get; private set; }

    /// <summary>The value of any other field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <returns><see langword="false"/> at the end, and where the message is damaged.</returns>
    public bool TryReadField(out int field)
    {
        field = 0;
        Bytes = default;
        if (_rest.IsEmpty || _isBroken || !TryReadVarint(out var key))
        {
            return false;
        }

        field = (int)(key >> 3);
        _wireType = (int)(key & 7);
        _isBroken = !TryReadValue();
        return !_isBroken;
    }

    private bool TryReadValue()
    {
        switch (_wireType)
        {
            case 0:
                var read = TryReadVarint(out var number);
                Varint = number;
                return read;
            case 1:
                return TryTake(8);
            case 2:
                return TryReadVarint(out var length) && length <= int.MaxValue && TryTake((int)length);
            case 5:
                return TryTake(4);
            default:
                return false; // groups have been deprecated since 2008
        }
    }

    private bool TryTake(int length)
    {
        if (length > _rest.Length)
        {
            return false;
        }

        Bytes = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private bool TryReadVarint(out ulong number)
    {
        number = 0;
        for (var i = 0; i < 10 && i < _rest.Length; i++)
        {
            number |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        _isBroken = true;
        return false;
    }
}
