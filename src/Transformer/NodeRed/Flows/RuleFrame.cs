namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>The code around the functions of the nodes: what they remember, how they publish, and the queue between them.</summary>
/// <remarks>
/// A queue, not calls within calls: Node-RED delivers breadth first, and a loop of wires does not pile up. What a reading leaves in it when it fails is
/// dropped, so that a timer of the reading cannot send it later.
/// </remarks>
internal abstract record RuleFrame(bool CatchesErrors, IReadOnlySet<string> Stores)
{
    protected const string Send = "const send = (msg, steps) => steps.forEach((step, i) => waiting.push([step, i === 0 ? msg : clone(msg)]))";

    /// <summary>What comes before the functions of the nodes.</summary>
    public abstract string Start();

    /// <summary>What comes after the readings were sent on their way.</summary>
    public abstract string End();

    /// <summary>For rules whose nodes all answer at once.</summary>
    public sealed record Script(bool CatchesErrors, IReadOnlySet<string> Stores) : RuleFrame(CatchesErrors, Stores)
    {
        public override string Start() => $$"""
            const published = []
            {{Store("memory", "const memory = name => (device.state.nodes ??= {})[name] ??= {}")}}{{Store("flow", "const flow = device.state.flow ??= {}")}}{{Store("global", "const global = device.state.global ??= {}")}}const publish = (msg, station) => {
              if (msg.payload !== undefined && msg.payload !== null) published.push({ station, signals: signalsOf(msg.payload, warn) })
            }
            const waiting = []
            {{Send}}
            const run = () => {
              while (waiting.length > 0) {
                const [step, msg] = waiting.shift()
                {{(CatchesErrors ? "try { step(msg) } catch (error) { if (!fail(step, msg, error)) throw error }" : "step(msg)")}}
              }
            }
            """;

        public override string End() => "run()\nreturn published";
    }

    /// <summary>For rules with function nodes or timers: steps may give a promise, and messages may be sent when the reading is done with.</summary>
    public sealed record Function(bool CatchesErrors, IReadOnlySet<string> Stores) : RuleFrame(CatchesErrors, Stores)
    {
        // Undeclared variables live in memory with the device, as timers do; context would outlive them.
        public override string Start() => $$"""
            const reading = { topic: msg.topic }
            {{Store("memory", "const memory = name => context.get(\"nodes.\" + name) ?? (context.set(\"nodes.\" + name, {}), context.get(\"nodes.\" + name))")}}{{Store("live", "if (typeof nodesAtWork === \"undefined\") nodesAtWork = {}\nconst live = name => nodesAtWork[name] ??= {}")}}const publish = (msg, station) => {
              if (msg.payload === undefined || msg.payload === null) return
              const topic = station === undefined ? "" : `busroot/v2/${reading.topic.split("/")[3]}/signals/${station}`
              node.send({ ...msg, topic, payload: signalsOf(msg.payload, text => node.warn(text)) })
            }
            const waiting = [], unsettled = []
            {{Send}}
            let isRunning = false, isOver = false
            const run = () => {
              if (isRunning) return
              isRunning = true
              try {
                while (waiting.length > 0) {
                  const [step, msg] = waiting.shift()
                  {{(CatchesErrors ? "let result\n      try { result = step(msg) } catch (error) { if (!fail(step, msg, error)) throw error }" : "const result = step(msg)")}}
                  if (result instanceof Promise) follow(result{{(CatchesErrors ? ".catch(error => { if (!fail(step, msg, error)) throw error })" : "")}}.then(run))
                }
              } finally {
                waiting.length = 0
                isRunning = false
              }
            }
            // A step that waits belongs to the reading; when that is done with, nobody but the node hears of its error.
            const follow = result => {
              if (isOver) result.catch(error => node.error(error, {}))
              else unsettled.push(result)
            }
            const settle = async () => {
              try { for (const result of unsettled) await result } finally { isOver = true }
            }
            """;

        public override string End() => "try { run() } finally { isOver = unsettled.length === 0 }\nif (!isOver) return settle()";
    }

    protected string Store(string name, string lines) => Stores.Contains(name) ? lines + "\n" : "";
}
