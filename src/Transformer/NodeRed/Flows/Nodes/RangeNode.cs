namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>range</c>: scales a number from one range to another.</summary>
internal static class RangeNode
{
    public static void Write(NodeWriter writer)
    {
        if (writer.Path(writer.Node.Text("property", "payload")) is not { } path)
        {
            return;
        }

        var (minIn, maxIn) = (writer.Node.Number("minin"), writer.Node.Number("maxin"));
        var (minOut, maxOut) = (writer.Node.Number("minout"), writer.Node.Number("maxout"));
        if (minIn > maxIn)
        {
            (minIn, maxIn, minOut, maxOut) = (maxIn, minIn, maxOut, minOut);
        }

        if (writer.Node.Flag("round"))
        {
            (minOut, maxOut) = (minOut is { } low ? Math.Ceiling(low) : null, maxOut is { } high ? Math.Floor(high) : null);
        }

        writer.Use("set");
        writer.Line($"const value = {JavaScriptText.Read("msg", path, isLenient: false)}");
        writer.Line($"if (value === undefined) return send(msg, {writer.Everything})");
        writer.Line("let number = Number(value)");
        writer.Line("if (isNaN(number)) return");
        Limit(writer, JavaScriptText.Of(minIn), JavaScriptText.Of(maxIn));
        var scaled = $"(number - {Operand(minIn)}) / {Operand(maxIn - minIn)} * {Operand(maxOut - minOut)} + {Operand(minOut)}";
        writer.Line($"set(msg, {JavaScriptText.Of(path)}, {(writer.Node.Flag("round") ? $"Math.round({scaled})" : scaled)})");
        writer.Line($"send(msg, {writer.Everything})");
    }

    private static void Limit(NodeWriter writer, string min, string max)
    {
        switch (writer.Node.Text("action"))
        {
            case "drop":
                writer.Line($"if (number < {min} || number > {max}) return");
                break;
            case "clamp":
                writer.Line($"number = Math.min(Math.max(number, {min}), {max})");
                break;
            case "roll":
                writer.Line($"const size = {max} - ({min})");
                writer.Line($"number = ((number - ({min})) % size + size) % size + ({min})");
                break;
        }
    }

    private static string Operand(double? number) => number < 0 ? $"({JavaScriptText.Of(number)})" : JavaScriptText.Of(number);
}
