// Command examine measures a first run, a second run and the verification of
// a program, as whole processes: wall-clock and processor time, and the peak
// of the memory of the process and its workers together.
//
//	go run ./bench/examine [-n 5] [-program examples/larkspur-soc2]
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	runs := flag.Int("n", 5, "runs of each command, after one that is not counted")
	program := flag.String("program", "examples/larkspur-soc2", "folder of the program")
	flag.Parse()
	if err := measure(*program, *runs); err != nil {
		log.Fatal(err)
	}
}

func measure(program string, runs int) error {
	dir, err := os.MkdirTemp("", "tickmark-bench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "tickmark")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/tickmark").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	file := filepath.Join(dir, "file")
	commands := []struct {
		name  string
		fresh bool
		args  []string
	}{
		{"examine, first run", true, []string{"examine", program, "--file", file}},
		{"examine, nothing changed", false, []string{"examine", program, "--file", file}},
		{"verify", false, []string{"verify", file}},
	}
	fmt.Printf("%-26s %22s %22s %20s\n", "median (min–max) of "+strconv.Itoa(runs), "wall s", "processor s", "peak MiB")
	for _, c := range commands {
		var wall, cpu, peak []float64
		for i := range runs + 1 {
			if c.fresh {
				os.RemoveAll(file)
			}
			f, err := run(binary, c.args)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if i > 0 { // the first warms the caches
				wall, cpu, peak = append(wall, f.wall), append(cpu, f.cpu), append(peak, f.peakMiB)
			}
		}
		fmt.Printf("%-26s %22s %22s %20s\n", c.name, spread(wall, 2), spread(cpu, 2), spread(peak, 0))
	}
	return nil
}

type figures struct{ wall, cpu, peakMiB float64 }

func run(binary string, args []string) (figures, error) {
	cmd := exec.Command(binary, args...)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return figures{}, err
	}
	stop, peak := make(chan struct{}), make(chan float64)
	go func() { peak <- watch(cmd.Process.Pid, stop) }()
	err := cmd.Wait()
	f := figures{wall: time.Since(start).Seconds()}
	close(stop)
	f.peakMiB = <-peak
	f.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return f, err
}

// watch samples the resident memory of a process and its children, and
// returns the highest sum. It is 0 where there is no /proc.
func watch(pid int, stop <-chan struct{}) (peakMiB float64) {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return peakMiB
		case <-ticker.C:
			peakMiB = max(peakMiB, treeMiB(pid))
		}
	}
}

func treeMiB(pid int) float64 {
	total := residentMiB(pid)
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, task := range tasks {
		children, _ := os.ReadFile(task)
		for _, field := range strings.Fields(string(children)) {
			if child, err := strconv.Atoi(field); err == nil {
				total += treeMiB(child)
			}
		}
	}
	return total
}

func residentMiB(pid int) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseFloat(fields[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

// spread writes the median with the smallest and largest value.
func spread(values []float64, digits int) string {
	slices.Sort(values)
	f := func(v float64) string { return strconv.FormatFloat(v, 'f', digits, 64) }
	return fmt.Sprintf("%s (%s–%s)", f(values[len(values)/2]), f(values[0]), f(values[len(values)-1]))
}
