namespace OpsWorkflows.TestOffice;

/// <summary>A directory below the system's temporary one that is gone when the test, or its whole process, has ended.</summary>
public sealed class TestDirectory : IDisposable
{
    const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>A PostgreSQL that still runs on data in the directory is stopped first.</summary>
    const string RemoveCommand = """
        for file in "$1"/postgres/postmaster.pid; do
          read -r pid < "$file" && cmp -s "/proc/$pid/cwd/postmaster.pid" "$file" && kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.02; done
        done 2>/dev/null
        rm -rf "$1"
        """;

    const string Prefix = "opsworkflows-test-", OwnerFile = ".owner";

    readonly FileStream owner;
    readonly IDisposable lastWill;

    public TestDirectory()
    {
        Path = Directory.CreateTempSubdirectory(Prefix).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, ForAll);
        }
        owner = Own(Path);
        lastWill = LastWill.Write(RemoveCommand, Path);
    }

    public string Path { get; }

    public string PathOf(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    static FileStream Own(string directory) => new(System.IO.Path.Combine(directory, OwnerFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Removes what test processes left whose last will was not carried out (the whole machine ended, say).</summary>
    internal static void RemoveLeftovers()
    {
        foreach (var directory in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            if (IsLeft(directory))
            {
                LastWill.Write(RemoveCommand, directory).Dispose();
            }
        }
    }

    /// <summary>One just made may not be owned yet.</summary>
    static bool IsLeft(string directory)
    {
        try
        {
            if (TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(directory) < TimeSpan.FromMinutes(1))
            {
                return false;
            }
            using var taken = Own(directory);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        owner.Dispose();
        lastWill.Dispose();
    }
}
