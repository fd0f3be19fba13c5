using System.Text.Json;
using System.Text.Json.Nodes;

namespace Busroot.Server.Settings;

/// <summary>How values of one kind are written: in the settings file, on the command line, and in what the program prints.</summary>
internal abstract class SettingForm
{
    /// <summary>The unit as a table names it: "bytes".</summary>
    public abstract string Unit { get; }

    /// <summary>How a message speaks of such a value before its range: "a size of".</summary>
    public abstract string Noun { get; }

    /// <summary>True for a setting that has any number of values.</summary>
    public virtual bool IsList => false;

    /// <summary>True for the kinds of JSON values that may hold one.</summary>
    public abstract bool Takes(JsonValueKind kind);

    /// <summary>Reads a value as it was written.</summary>
    /// <returns>Null when it is not of this form. A size and a count are a <see cref="long"/> each, whatever the property's type.</returns>
    public abstract object? Parse(string text);

    /// <summary>What the settings file may hold, as JSON Schema; the range is told in words.</summary>
    public abstract JsonObject Schema();

    /// <summary>Writes a value so that <see cref="Parse"/> takes it.</summary>
    public abstract string Show(object value);
}
