using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Memory for one JSON text that is being written. Owner: one slot table.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer writes into our own buffer and holds nothing else.")]
internal sealed class JsonTarget
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;

    // The writers of the formats open and close in pairs; the check costs, and its depth limit is the reader's business.
    public JsonTarget() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = JsonPath.MostSegments });

    /// <summary>Starts anew.</summary>
    public Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        return _writer;
    }

    /// <summary>What was written; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        _writer.Flush();
        return _buffer.WrittenSpan;
    }
}
